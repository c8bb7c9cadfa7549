-- title_zh: 熟人首次响应时间
-- title_en: Response time for regulars
-- question_zh: 以前在这里提过变更请求的人，再提出时多久得到他人的回应？
-- question_en: How long until somebody else answers a change request by a person who has opened one here before?
-- unit: hours
-- direction: down
-- chaoss: https://chaoss.community/kb/metric-time-to-first-response/
-- caution_zh: 中位数，按提出时间归期；与新人首次响应时间对照；只看有回应的，因此近期偏小；机器人和已注销账号不计；没有采集评论的平台无定义。
-- caution_en: Median, by the opening, to be read beside the newcomers'; only those answered, so recent periods look fast; without bots and deleted accounts; undefined where comments are not collected.

with

responses as (
    select * from intermediate.subject_author_responses where not is_first
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
