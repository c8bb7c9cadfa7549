-- severity: stop
-- title_zh: 同一指标、主体和周期有多个数值
-- title_en: Several values of one metric, subject and period

select metric, subject_kind, subject_id, period_kind, period_start_on, count(*) as row_count
from metrics.all_measures
group by all
having count(*) > 1
