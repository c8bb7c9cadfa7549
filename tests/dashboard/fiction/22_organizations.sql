-- What organisations' people do anywhere, and who moved, in the made-up world.

create table marts.organization_work as
with

levels as (
    select * from (values ('high', 1.0), ('medium', 1.25), ('all', 1.4)) l(confidence, factor)
),

work as (
    select organization_id, repository_id as project_id, true as is_own, commit_count // 4 as n
    from marts.repositories
    where organization_id in ('zhushui', 'mumian', 'wuyangda')
    union all
    select 'zhushui', 'github:wuyang-lab/genomap', false, 130
    union all
    select 'yunshan', 'github:qihang/board-support', false, 24
)

select
    w.organization_id,
    w.project_id,
    y.year::integer as year,
    l.confidence,
    w.is_own,
    (w.n * l.factor * (y.year - 2021) / 5)::bigint as commit_count,
    if(l.confidence = 'high', 0, w.n // 12) as issue_count,
    if(l.confidence = 'high', 0, w.n // 6) as change_request_count,
    if(l.confidence = 'high', 0, w.n // 9) as review_count,
    if(w.n < 100, null, 2 + w.n // 50) as contributor_count,
    if(w.n < 100, null, 2 + w.n // 50) as unjoined_contributor_count,
    w.n < 100 as is_suppressed,
    if(w.is_own, 0.84, 0.11) as share_ratio,
    0.62 as identified_ratio,
    if(l.confidence = 'high', 0, 0.47) as identified_change_request_ratio
from work w, levels l, range(2023, 2027) y(year);

create table marts.employed_work as
with

organizations as (
    select
        w.organization_id,
        w.confidence,
        w.year,
        sum(w.commit_count)::bigint as commit_count,
        sum(w.commit_count) filter (w.is_own)::bigint as own_commit_count,
        sum(w.issue_count)::bigint as issue_count,
        sum(w.change_request_count)::bigint as change_request_count,
        sum(w.review_count)::bigint as review_count,
        count(*) as project_count
    from marts.organization_work w
    group by w.organization_id, w.confidence, w.year
),

counted as (
    select 'organization' as subject_kind, organization_id as subject_id, * exclude (organization_id) from organizations
    union all
    select v.kind, v.id, w.confidence, w.year, sum(w.commit_count)::bigint, sum(w.own_commit_count)::bigint,
        sum(w.issue_count)::bigint, sum(w.change_request_count)::bigint, sum(w.review_count)::bigint,
        sum(w.project_count)
    from organizations w
    join marts.organizations o using (organization_id),
        (values ('kind', o.kind), ('sector', o.sector), ('district', o.district), ('city', 'guangzhou')) v(kind, id)
    group by v.kind, v.id, w.confidence, w.year
)

select
    subject_kind,
    subject_id,
    confidence,
    year,
    commit_count,
    coalesce(own_commit_count, 0) as own_commit_count,
    issue_count,
    change_request_count,
    review_count,
    project_count,
    if(commit_count < 100, null, 3 + commit_count // 90) as contributor_count,
    if(commit_count < 700, null, 5 + commit_count // 400) as newcomer_count,
    if(issue_count < 20, null, 8 + commit_count // 80) as participant_count,
    contributor_count + if(year = 2026, 2, 0) as unjoined_contributor_count,
    newcomer_count + if(year = 2026, 1, 0) as unjoined_newcomer_count,
    participant_count + if(year = 2026, 3, 0) as unjoined_participant_count,
    commit_count < 100 as is_suppressed
from counted;

create table marts.contributor_flows as
select group_kind, from_id, to_id, y.year::integer as year, confidence, contributor_count,
    contributor_count + if(group_kind = 'city' and y.year = 2026 and from_id = 'guangzhou', 1, 0) as unjoined_contributor_count,
    contributor_count is null as is_suppressed
from (values
    ('city', 'guangzhou', 'elsewhere', 11), ('city', 'elsewhere', 'guangzhou', 14), ('city', 'guangzhou', 'guangzhou', 9),
    ('kind', 'university', 'enterprise', 12), ('kind', 'enterprise', 'university', null), ('kind', 'enterprise', 'enterprise', 16),
    ('organization', 'wuyangda', 'zhushui', 8), ('organization', 'zhushui', 'mumian', null), ('organization', 'far.example', 'zhushui', 6)
) f(group_kind, from_id, to_id, contributor_count), range(2024, 2027) y(year), (values ('high'), ('medium'), ('all')) l(confidence);
