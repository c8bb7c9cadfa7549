-- title_zh: 偶尔贡献者
-- title_en: Occasional contributors
-- question_zh: 有多少贡献者合起来只完成最后百分之五的提交？
-- question_en: How many contributors together make only the last 5 % of the commits?
-- unit: count
-- direction: none
-- chaoss: https://chaoss.community/kb/metric-occasional-contributors/
-- people: part
-- caution_zh: 分档依 CHAOSS 的“洋葱模型”；核心、经常、偶尔三档合为全部贡献者；提交数相近的人多时，偶尔贡献者可以为零。
-- caution_en: Tiers as in the CHAOSS onion model; core, regular and occasional make up all contributors; where all commit about as much, nobody is occasional.

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(t.occasional_count, 0) as value,
    coalesce(t.contributor_count, 0) as sample_count
from intermediate.subject_periods s
left join intermediate.subject_tiers t using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
