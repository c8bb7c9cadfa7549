-- grain: one row per metric, subject and comparison: the newest complete month, quarter and year on a like-for-like panel
-- column: metric | 指标 | metric
-- column: subject_kind | 主体类型 | kind of subject
-- column: subject_id | 主体编号 | subject
-- column: confidence | 置信档 | confidence of the subject
-- column: comparison | 比较方式：previous 环比，year_ago 同比 | previous period, or the same period a year ago
-- column: period_kind | 周期类型 | month, quarter or year
-- column: period_start_on | 本期首日 | first day of the period
-- column: compared_start_on | 对照期首日 | first day of the period it is compared with
-- column: value | 本期数值（仅面板内） | value of the period, of the panel only
-- column: compared_value | 对照期数值（仅面板内） | value of the compared period, of the panel only
-- column: change | 差值 | difference
-- column: change_ratio | 增长率；对照期为零或未采集时无定义 | change as a share of the compared value; undefined where that is zero or not collected
-- column: is_suppressed | 两期之一涉及少于 5 人，不公布 | whether one of the two is withheld because it concerns fewer than five people
-- column: panel_repository_count | 两期都覆盖的仓库数，增长只在其中比较 | repositories covered in both periods: growth is theirs alone
-- column: joined_repository_count | 只在本期覆盖的仓库数 | repositories covered in the period only
-- column: left_repository_count | 只在对照期覆盖的仓库数 | repositories covered in the compared period only
-- column: is_provisional | 本期是否尚未结束 | whether the period is not over yet

with

values_of_panels as (
    select
        m.metric,
        m.subject_id as panel_id,
        m.period_kind,
        m.period_start_on,
        if(w.metric is null, m.value, null) as value,
        w.metric is not null as is_suppressed
    from metrics.all_measures m
    left join marts.suppressed_measures w using (metric, subject_kind, subject_id, period_kind, period_start_on)
    where m.subject_kind = 'panel'
)

select
    v.metric,
    p.subject_kind,
    p.subject_id,
    p.confidence,
    p.comparison,
    p.period_kind,
    p.period_start_on,
    p.compared_start_on,
    v.value,
    c.value as compared_value,
    v.value - c.value as change,
    (v.value - c.value) / nullif(abs(c.value), 0) as change_ratio,
    v.is_suppressed or coalesce(c.is_suppressed, false) as is_suppressed,
    p.panel_target_count as panel_repository_count,
    p.joined_target_count as joined_repository_count,
    p.left_target_count as left_repository_count,
    not q.is_complete as is_provisional
from intermediate.panels p
join intermediate.periods q using (period_kind, period_start_on)
join values_of_panels v
    on v.panel_id = p.panel_id and v.period_kind = p.period_kind and v.period_start_on = p.period_start_on
left join values_of_panels c
    on c.metric = v.metric and c.panel_id = p.panel_id and c.period_kind = p.period_kind
    and c.period_start_on = p.compared_start_on
