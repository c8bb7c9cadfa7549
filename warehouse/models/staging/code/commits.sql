-- grain: one row per commit, as known at build.parameters.as_of
-- A known line count wins over an unknown one, whichever of them is newer.
-- A commit belongs to its author's day in Shanghai. An author date before 1990, or a day after it was seen,
-- is suspect: it gives way to the committer's, and that one, where suspect too, to the day it was seen.

with

versions as (
    select * from raw.commits
    where observed_at <= (select as_of from build.parameters)
),

newest as (
    select * from versions
    qualify row_number() over (partition by sha order by observed_at desc, stream desc, sequence desc) = 1
),

uncounted as (
    select sha from newest where lines_added is null
),

counted as (
    select
        sha,
        arg_max(lines_added, observed_at) as lines_added,
        arg_max(lines_deleted, observed_at) as lines_deleted,
        arg_max(files_changed, observed_at) as files_changed
    from versions
    where lines_added is not null and sha in (select sha from uncounted)
    group by sha
),

dated as (
    select
        *,
        authored_at < timestamptz '1990-01-01 00:00:00+00'
            or authored_at > observed_at + interval 24 hours as is_date_suspect,
        committed_at < timestamptz '1990-01-01 00:00:00+00'
            or committed_at > observed_at + interval 24 hours as is_committer_date_suspect
    from newest
    where not is_deleted
),

placed_in_time as (
    select
        *,
        case
            when not is_date_suspect then authored_at
            when not is_committer_date_suspect then committed_at
            else observed_at
        end at time zone 'Asia/Shanghai' as contributed_in_shanghai
    from dated
)

select
    p.sha,
    p.author_key,
    p.author_domain,
    p.author_account,
    p.committer_key,
    p.committer_domain,
    p.change_request_number,
    p.authored_at,
    p.committed_at,
    p.contributed_in_shanghai::date as contributed_on,
    isodow(p.contributed_in_shanghai)::tinyint as contributed_weekday,
    hour(p.contributed_in_shanghai)::tinyint as contributed_hour,
    p.author_offset_minutes,
    p.is_date_suspect,
    p.bot_rule,
    coalesce(d.is_bot, p.bot_rule is not null) as is_bot,
    len(p.parent_shas) > 1 as is_merge,
    p.is_platform_merge,
    coalesce(p.lines_added, c.lines_added) as lines_added,
    coalesce(p.lines_deleted, c.lines_deleted) as lines_deleted,
    coalesce(p.files_changed, c.files_changed) as files_changed
from placed_in_time p
left join counted c on c.sha = p.sha
left join staging.decided_nodes d on d.node_id = 'key:' || p.author_key
