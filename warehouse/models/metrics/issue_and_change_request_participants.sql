-- title_zh: 议题与变更请求参与者
-- title_en: Participants in issues and change requests
-- question_zh: 有多少人提出、讨论、评审或合入？
-- question_en: How many people opened, discussed, reviewed or merged?
-- unit: count
-- direction: up
-- chaoss: none
-- people: yes
-- caution_zh: 按人去重，机器人和已注销账号不计；同一人的几个账号有证据才合并，否则会重复计；平台不公布由谁关闭，关闭者不计；没有采集评论的平台偏小。
-- caution_en: Distinct people, without bots and deleted accounts; a person's accounts are joined by evidence only, and without any count several times; who closed is not told, so not counted; too low where a forge's comments are not collected.

with

acts as (
    select distinct place_number, month_on, contributor_id, forge_contributor_id
    from intermediate.thread_events
    where account_id is not null and not is_by_bot
),

participants as (
    select
        s.subject_number,
        p.period_kind,
        p.period_start_on,
        count(distinct if(u.is_joined, a.contributor_id, a.forge_contributor_id)) as contributor_count
    from acts a
    join intermediate.thread_place_subjects s using (place_number)
    join intermediate.subjects u using (subject_number)
    join intermediate.period_months p using (month_on)
    where a.month_on between u.counts_from_on and u.counts_until_on
    group by s.subject_number, p.period_kind, p.period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(p.contributor_count, 0) as value,
    coalesce(p.contributor_count, 0) as sample_count
from intermediate.subject_periods s
left join participants p using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'change_requests'
