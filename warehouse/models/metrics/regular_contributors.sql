-- title_zh: 经常贡献者
-- title_en: Regular contributors
-- question_zh: 核心之外，再加几个人就完成了百分之九十五的提交？
-- question_en: Beyond the core, how many more people make it 95 % of the commits?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-contributors/
-- people: part
-- caution_zh: 分档依 CHAOSS 的“洋葱模型”；核心、经常、偶尔三档合为全部贡献者；只看提交数，不看难易；各期、各主体分别计算，不可相加。
-- caution_en: Tiers as in the CHAOSS onion model; core, regular and occasional make up all contributors; commits are counted, not weighed; every period and subject anew, they do not add up.

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(t.regular_count, 0) as value,
    coalesce(t.contributor_count, 0) as sample_count
from intermediate.subject_periods s
left join intermediate.subject_tiers t using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
