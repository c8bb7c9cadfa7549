-- grain: one row per panel and target that is part of the subject, and covered, in either period
-- Panels are of the kinds of stream that a metric rests on.

with

wide_memberships as (
    select * from intermediate.memberships
    where subject_kind in ('scope', 'organization', 'kind', 'sector', 'district')
),

measured_coverage as (
    select * from intermediate.target_coverage
    where stream_kind in ('history', 'change_requests', 'issues', 'stars', 'forks', 'releases', 'package_releases')
),

placed as (
    select
        m.subject_kind,
        m.subject_id,
        m.base_subject_id,
        m.confidence,
        m.target_kind,
        m.target_id,
        t.stream_kind,
        p.*,
        m.valid_from_on <= p.period_start_on and m.valid_until_on >= p.period_end_on
            and t.covered_until_on > p.period_end_on as is_in_period,
        m.valid_from_on <= p.compared_start_on and m.valid_until_on >= p.compared_end_on
            and t.covered_until_on > p.compared_end_on as is_in_compared
    from wide_memberships m
    join measured_coverage t using (target_id)
    cross join intermediate.period_pairs p
)

select
    subject_kind || ':' || subject_id || '/' || comparison || '/' || period_kind || '/' || stream_kind as panel_id,
    any_value(subject_kind) as subject_kind,
    any_value(subject_id) as subject_id,
    any_value(confidence) as confidence,
    any_value(comparison) as comparison,
    any_value(period_kind) as period_kind,
    any_value(stream_kind) as stream_kind,
    any_value(period_start_on) as period_start_on,
    any_value(period_end_on) as period_end_on,
    any_value(compared_start_on) as compared_start_on,
    target_kind,
    target_id,
    bool_or(is_in_period) as is_in_period,
    bool_or(is_in_compared) as is_in_compared
from placed
where is_in_period or is_in_compared
group by panel_id, target_kind, target_id
