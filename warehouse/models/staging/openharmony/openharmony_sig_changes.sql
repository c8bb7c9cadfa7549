-- grain: one row per special interest group of OpenHarmony and reading in which it came, went or got another leader

with

versions as (
    select
        sig_id,
        is_deleted,
        case when not is_deleted then leader_domains end as leader_domains,
        lag(leader_domains) over later as old_leader_domains,
        lag(is_deleted) over later as was_deleted,
        min(observed_at) over () as first_read_at,
        observed_at
    from raw.special_interest_groups
    where observed_at <= (select as_of from build.parameters)
    window later as (partition by sig_id order by observed_at, stream, sequence)
)

select
    sig_id,
    case
        when is_deleted then 'dissolved'
        when coalesce(was_deleted, true) then 'founded'
        else 'leader_changed'
    end as change,
    old_leader_domains,
    leader_domains,
    (observed_at at time zone 'Asia/Shanghai')::date as changed_on
from versions
where observed_at > first_read_at
    and (is_deleted or coalesce(was_deleted, true) or leader_domains is distinct from old_leader_domains)
