-- grain: one row per thing that is worth a human look, the most figure-moving first; domains of few people unnamed
-- column: position | 次序 | order, 1 first
-- column: item_kind | unreviewed_claim 待复核；old_claim 一年以上未看；contradiction 互相矛盾；identity_contradiction 同一人的证据互相矛盾；unknown_domain 未知邮箱域名；bot_proposal 疑似机器人 | what it is
-- column: subject_kind | claim 主张、mail_domain 邮箱域名、identity 身份主张或 node 邮箱或账号 | claim, mail_domain, identity or node
-- column: subject_id | 主张编号或域名；不足五人使用的域名、身份矛盾和疑似机器人不列名，各合为一行留空 | claim or domain; domains of fewer than five people, people who may be two, and what may be a bot, are one row each without a name
-- column: organization_id | 所涉机构 | organisation
-- column: repository_count | 仅凭该主张计入的仓库数 | repositories that only this claim puts into Guangzhou
-- column: commit_count | 主张：最近完整年仅凭它计入的提交，空为其仓库未采集；域名：雇主未知的提交 | claim: commits of the last complete year by it alone, empty where its repositories are not held; domain: commits of an unknown employer
-- column: contributor_count | 主张：仅凭它计入的贡献者；域名：使用者 | claim: contributors by it alone; domain: its people
-- column: share_ratio | 占全市该年提交（主张）或占全部提交（域名） | share of the city's commits of the year, or of all commits
-- column: since_on | 主张：最近一次查看或登记之日；域名：最近提交之日 | claim: last looked at or entered; domain: its last commit
-- column: is_suppressed | 涉及少于 5 人，贡献者数不公布 | whether contributors are withheld because they concern fewer than five people

with

named as (
    select * from intermediate.review_items
    where (subject_kind = 'claim' or (subject_kind = 'mail_domain' and contributor_count >= 5))
        and subject_id not in (select claim_id from intermediate.hidden_claims)
),

unnamed as (
    select
        item_kind,
        subject_kind,
        null as subject_id,
        null as organization_id,
        null as repository_count,
        sum(commit_count) as commit_count,
        null as contributor_count,
        sum(share_ratio) as share_ratio,
        max(since_on) as since_on
    from intermediate.review_items
    where subject_kind in ('node', 'identity') or (subject_kind = 'mail_domain' and contributor_count < 5)
    group by item_kind, subject_kind
),

items as (
    select * from named
    union all by name
    select * from unnamed
)

select
    row_number() over (
        order by subject_id is null, share_ratio desc nulls last, repository_count desc nulls last, subject_id, item_kind
    ) as position,
    item_kind,
    subject_kind,
    subject_id,
    organization_id,
    repository_count,
    commit_count::bigint as commit_count,
    if(contributor_count between 1 and 4, null, contributor_count) as contributor_count,
    coalesce(contributor_count between 1 and 4, false) as is_suppressed,
    share_ratio,
    since_on
from items
