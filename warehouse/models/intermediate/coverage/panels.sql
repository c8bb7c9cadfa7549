-- grain: one row per like-for-like panel: the targets of a subject that are covered in two periods
-- A repository that was made between the two is covered in both, if its stream is; one whose claim begins or ends
-- between them, or that was collected for one of them only, has joined or left and stays out of the comparison.

select
    panel_id,
    any_value(subject_kind) as subject_kind,
    any_value(subject_id) as subject_id,
    any_value(confidence) as confidence,
    any_value(comparison) as comparison,
    any_value(period_kind) as period_kind,
    any_value(stream_kind) as stream_kind,
    any_value(period_start_on) as period_start_on,
    any_value(period_end_on) as period_end_on,
    any_value(compared_start_on) as compared_start_on,
    count(*) filter (is_in_period and is_in_compared) as panel_target_count,
    count(*) filter (is_in_period and not is_in_compared) as joined_target_count,
    count(*) filter (is_in_compared and not is_in_period) as left_target_count
from intermediate.panel_members
group by panel_id
