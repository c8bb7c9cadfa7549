-- title_zh: 时区分布
-- title_en: Time zone spread
-- question_zh: 提交来自多少个不同的 UTC 时差？
-- question_en: From how many UTC offsets do commits come?
-- unit: count
-- direction: up
-- chaoss: none
-- caution_zh: 以作者机器的时差为准，设错的机器和夏令时会使数值偏大；同一时差可以是许多地方。
-- caution_en: By the clock of the author's machine: wrong clocks and summer time inflate it; one offset is many places.

with

spread as (
    select o.subject_number, p.period_kind, p.period_start_on, count(distinct o.author_offset_minutes) as offset_count
    from intermediate.subject_offset_months o
    join intermediate.period_months p using (month_on)
    group by o.subject_number, p.period_kind, p.period_start_on
)

select
    a.subject_kind,
    a.subject_id,
    a.period_kind,
    a.period_start_on,
    coalesce(o.offset_count, 0) as value,
    a.commit_count as sample_count
from intermediate.subject_activity a
left join spread o using (subject_number, period_kind, period_start_on)
