-- grain: one row per contributor of commits, bots apart; contributor_number stands for them where rows are many

select row_number() over (order by contributor_id)::integer as contributor_number, contributor_id
from (select distinct contributor_id from intermediate.contributor_months)
