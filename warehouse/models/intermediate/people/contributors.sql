-- grain: one row per contributor of commits, issues, change requests or reviews, bots apart; contributor_number stands for
-- them where rows are many
-- Contributors without the join across forges have numbers too; most are the same.

with

people as (
    select contributor_id, forge_contributor_id from intermediate.contributor_months
    union
    select contributor_id, forge_contributor_id
    from intermediate.thread_contributions
    where contributor_id is not null
),

named as (
    select contributor_id from people
    union
    select forge_contributor_id from people
)

select row_number() over (order by contributor_id)::integer as contributor_number, contributor_id
from named
