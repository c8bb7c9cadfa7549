-- grain: one row per claim for an organisation of Guangzhou and confidence of the city's figures that it moves
-- column: claim_id | 主张编号 | claim
-- column: confidence | 置信档：high、medium、all | confidence of the figures: high, medium or all
-- column: is_counted | 现在是否计入 | whether the claim counts today
-- column: year_start_on | 所按年份的首日（最近一个完整年） | first day of the last complete year, by which it is weighed
-- column: repository_count | 仅凭它计入（或恢复后将计入）的仓库数 | repositories that only it puts, or would put, into Guangzhou
-- column: commit_count | 该年仅凭它计入（或将计入）的提交数，不含合并与机器人；空为其仓库均未采集 | commits of the year that only it puts, or would put, there; merges and bots apart; empty where none of its repositories is held
-- column: contributor_count | 该年仅凭它计入（或将计入）的贡献者数；空为未采集或不公布 | contributors of the year who count, or would count, by it alone; empty where not held or withheld
-- column: total_commit_count | 该档全市该年提交数；空为该档没有可计入的仓库，或均未采集 | commits of the whole city in the year at this confidence; empty where it has no repository, or none is held
-- column: total_contributor_count | 该档全市该年贡献者数；空的含义同上 | contributors of the whole city in the year at this confidence; empty likewise
-- column: target_count | 该年在它名下的仓库数 | repositories under it in the year
-- column: complete_target_count | 其中该年历史完整采集的 | those of them whose history of the year is held in full
-- column: total_target_count | 该档全市该年应计入的仓库数 | repositories of the whole city in the year at this confidence
-- column: total_complete_target_count | 其中该年历史完整采集的 | those of them whose history of the year is held in full
-- column: is_suppressed | 涉及少于 5 人，贡献者数不公布 | whether contributors are withheld because they concern fewer than five people

select
    e.* replace (
        if(w.claim_id is null, e.contributor_count, null) as contributor_count,
        if(e.total_contributor_count between 1 and 4, null, e.total_contributor_count) as total_contributor_count
    ),
    w.claim_id is not null as is_suppressed
from intermediate.claim_effects e
left join intermediate.small_claim_effects w using (claim_id, confidence)
where e.claim_id not in (select claim_id from intermediate.hidden_claims)
