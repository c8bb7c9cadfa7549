-- grain: one row per mailbox or account that a review said is a bot, or a person: the newest decision
-- node_id is "key:<mailbox key>" or "account:<account_id>".

select subject_id as node_id, verdict = 'bot' as is_bot
from staging.review_decisions
where subject_kind = 'node'
qualify row_number() over (partition by subject_id order by decision_id desc) = 1 and verdict != 'withdrawn'
