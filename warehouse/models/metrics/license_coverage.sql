-- title_zh: 许可证覆盖率
-- title_en: Licence coverage
-- question_zh: 多少仓库带有许可证文件？
-- question_en: What share of repositories has a licence?
-- unit: ratio
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-license-coverage/
-- caution_zh: 以周期末默认分支上的许可证文件为准，自开始采集之日才有数值；不判断许可证是否合适；空仓库不计，镜像与原仓库算一个。
-- caution_en: By the licence file on the default branch at the period's end, known only since it was first collected; whether the licence fits is another question; empty repositories are left out, a mirror and its original are one.

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    avg(h.has_license::integer) as value,
    count(h.has_license) as sample_count
from intermediate.subject_heads h
join intermediate.subject_periods s using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
group by s.subject_kind, s.subject_id, s.period_kind, s.period_start_on
