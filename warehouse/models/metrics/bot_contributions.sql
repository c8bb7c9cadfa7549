-- title_zh: 机器人提交
-- title_en: Commits by bots
-- question_zh: 有多少提交出自机器人？
-- question_en: How many commits are made by bots?
-- unit: count
-- direction: none
-- chaoss: https://chaoss.community/kb/metric-bot-activity/
-- caution_zh: 不含合并提交；机器人由平台账号类型、[bot] 结尾、带理由的名单或复核认定；行为像机器人的只列入复核清单，未经认定不计入。
-- caution_en: Without merges; a bot is one by its forge account, an ending in [bot], a list with reasons, or a review; who only behaves like one is proposed for review and not counted until then.

select
    subject_kind,
    subject_id,
    period_kind,
    period_start_on,
    bot_commit_count as value,
    bot_commit_count as sample_count
from intermediate.subject_activity
