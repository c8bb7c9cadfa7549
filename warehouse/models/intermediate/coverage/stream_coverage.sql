-- grain: one row per stream that was planned or tried: what it has collected and how it went last
-- covered_until_on is the day of the last collection that reached the present: that day is covered in part, and all
-- history before it in full. stream_kind tells packages' releases from a forge's. Packages that are only depended upon
-- are asked for beside the plan and belong to no coverage.

with

streams as (
    select source, target_id, kind from staging.planned_streams
    union
    select source, target_id, kind from staging.ledger
    where not (starts_with(target_id, source || ':') and source in ('npm', 'pypi', 'ohpm'))
        or target_id in (select package_id from staging.registered_packages)
),

reached as (
    select
        source,
        target_id,
        kind,
        max(started_at) as reached_at,
        max(started_on) as covered_until_on
    from staging.ledger
    where outcome in ('ok', 'not_modified') and is_complete
    group by source, target_id, kind
),

tried as (
    select
        l.source,
        l.target_id,
        l.kind,
        arg_max(l.outcome, l.started_at) as last_outcome,
        arg_max(l.detail, l.started_at) as last_detail,
        bool_or(l.outcome in ('ok', 'not_modified')) as has_collected,
        min(l.started_on) filter (r.reached_at is null or l.started_at > r.reached_at) as failing_since_on
    from staging.ledger l
    left join reached r using (source, target_id, kind)
    group by l.source, l.target_id, l.kind
)

select
    s.source,
    s.target_id,
    s.kind,
    case when p.package_id is not null then 'package_' || s.kind else s.kind end as stream_kind,
    r.covered_until_on,
    t.last_outcome,
    t.last_detail,
    coalesce(t.has_collected, false) as has_collected,
    t.failing_since_on
from streams s
left join reached r using (source, target_id, kind)
left join tried t using (source, target_id, kind)
left join staging.registered_packages p on p.package_id = s.target_id
