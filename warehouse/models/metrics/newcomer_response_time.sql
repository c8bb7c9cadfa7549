-- title_zh: 新人首次响应时间
-- title_en: Response time for newcomers
-- question_zh: 一个人在这里提出的第一个变更请求，多久得到他人的回应？
-- question_en: How long until somebody else answers a person's first change request here?
-- unit: hours
-- direction: down
-- chaoss: https://chaoss.community/kb/metric-time-to-first-response/
-- caution_zh: 中位数，按提出时间归期；只看有回应的，因此近期偏小；有证据的几个账号作一人判断是否第一次；机器人和已注销账号不计；没有采集评论的平台无定义。
-- caution_en: Median, by the opening; only those answered, so recent periods look fast; first by person, accounts joined by evidence; without bots and deleted accounts; undefined where comments are not collected.

with

responses as (
    select * from intermediate.subject_author_responses where is_first
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    r.median_hours as value,
    coalesce(r.hours_count, 0) as sample_count
from intermediate.subject_periods s
left join responses r using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'change_requests'
