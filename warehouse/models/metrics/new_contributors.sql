-- title_zh: 新贡献者
-- title_en: New contributors
-- question_zh: 有多少人第一次在这里提交代码？
-- question_en: How many people committed here for the first time?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-new-contributors/
-- people: yes
-- caution_zh: 首次提交在本主体的已知历史之内判断：同一人可以先后是几个仓库的新人，但只会是一个机构的新人一次；换用邮箱又无映射的人会被当作新人。
-- caution_en: First within the subject's known history: one may be new to several repositories in turn, but to an organisation once; a person with a new, unmapped mailbox looks new.

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(n.contributor_count, 0) as value,
    coalesce(n.contributor_count, 0) as sample_count
from intermediate.subject_periods s
left join intermediate.subject_newcomers n using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
