-- title_zh: 安全策略覆盖率
-- title_en: Security policy coverage
-- question_zh: 多少仓库写明了如何报告安全漏洞？
-- question_en: What share of repositories says how to report a vulnerability?
-- unit: ratio
-- direction: up
-- chaoss: none
-- caution_zh: 以周期末默认分支上的安全策略文件为准，自开始采集之日才有数值；账号级的公共策略看不到；空仓库不计。
-- caution_en: By the policy file on the default branch at the period's end, known only since it was first collected; a policy that an account keeps for all its repositories is not seen; empty repositories are left out.

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    avg(h.has_security_policy::integer) as value,
    count(h.has_security_policy) as sample_count
from intermediate.subject_heads h
join intermediate.subject_periods s using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
group by s.subject_kind, s.subject_id, s.period_kind, s.period_start_on
