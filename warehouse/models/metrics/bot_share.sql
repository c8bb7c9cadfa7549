-- title_zh: 机器人提交占比
-- title_en: Share of bots
-- question_zh: 全部提交中有多大比例出自机器人？
-- question_en: What share of all commits is made by bots?
-- unit: ratio
-- direction: none
-- chaoss: https://chaoss.community/kb/metric-bot-activity/
-- caution_zh: 不含合并提交；其他指标默认不计机器人，此处为其被排除的比例；没有提交时无定义。
-- caution_en: Without merges; other metrics leave bots out: this is the share that they leave out; undefined without commits.

select
    subject_kind,
    subject_id,
    period_kind,
    period_start_on,
    bot_commit_count / nullif(commit_count + bot_commit_count, 0) as value,
    commit_count + bot_commit_count as sample_count
from intermediate.subject_activity
