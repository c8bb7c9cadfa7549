-- edition: research
-- grain: one row per thing that is worth a human look: claims, mail domains, contradictions
-- item_kind: unreviewed_claim (a candidate), old_claim (nobody looked at it for a year), contradiction (two
-- organisations claim one subject on one day, or mailboxes and claims name two employers of the same commits),
-- identity_contradiction (config/identities.csv tells two people apart whom other evidence joins), unknown_domain
-- (people of a city repository use it, the config does not know it), bot_proposal. The counts and share_ratio say what
-- it moves: of a claim, the city's figures of the last complete year at every confidence; of a contradiction, the
-- commits in dispute; of a domain, the commits without a known employer; of one person who should be two, or of what
-- behaves like a bot, its commits among all.

with

claims as (
    select c.*, min(v.observed_at) as first_seen_at
    from staging.claims c
    join raw.claims v using (claim_id)
    where c.review_status != 'rejected'
    group by all
),

effects as (
    select * from intermediate.claim_effects where confidence = 'all'
),

ages as (
    select
        c.*,
        coalesce(c.reviewed_on, (c.first_seen_at at time zone 'Asia/Shanghai')::date) as looked_at_on,
        a.as_of_on
    from claims c, staging.as_of a
),

claim_items as (
    select
        case when looked_at_on < as_of_on - interval 1 year then 'old_claim' else 'unreviewed_claim' end as item_kind,
        'claim' as subject_kind,
        claim_id as subject_id,
        organization_id,
        claim_id,
        looked_at_on as since_on
    from ages
    where review_status = 'unreviewed' or looked_at_on < as_of_on - interval 1 year
),

contradictions as (
    select
        'contradiction' as item_kind,
        'claim' as subject_kind,
        a.claim_id as subject_id,
        b.organization_id,
        a.claim_id,
        greatest(a.valid_from_on, b.valid_from_on) as since_on
    from intermediate.accepted_claims a
    join intermediate.accepted_claims b
        on b.subject_kind = a.subject_kind
        and b.subject_id = a.subject_id
        and b.organization_id != a.organization_id
        and a.claim_id < b.claim_id
        and a.valid_from_on <= b.valid_until_on
        and b.valid_from_on <= a.valid_until_on
),

about_claims as (
    select i.*, e.repository_count, e.commit_count, e.contributor_count, e.commit_count / nullif(e.total_commit_count, 0)
        as share_ratio
    from (select * from claim_items union all by name select * from contradictions) i
    left join effects e using (claim_id)
),

attributed as (
    select count(*) as commit_count from intermediate.commit_attributions
),

disputed_work as (
    select
        'contradiction' as item_kind,
        'claim' as subject_kind,
        coalesce(c.claim_id, c.other_claim_id) as subject_id,
        c.other_organization_id as organization_id,
        null as repository_count,
        sum(c.contribution_count)::bigint as commit_count,
        max(c.contributor_count) as contributor_count,
        sum(c.contribution_count) / any_value(a.commit_count) as share_ratio,
        max(c.last_on) as since_on
    from intermediate.attribution_contradictions c
    cross join attributed a
    where coalesce(c.claim_id, c.other_claim_id) is not null
    group by all
),

unknown_domains as (
    select
        'unknown_domain' as item_kind,
        'mail_domain' as subject_kind,
        d.domain as subject_id,
        null as organization_id,
        null as repository_count,
        d.commit_count,
        d.contributor_count,
        d.commit_count / sum(d.commit_count) over () as share_ratio,
        d.last_commit_on as since_on,
        k.domain is null as is_unknown
    from intermediate.domain_work d
    left join staging.mail_domains k using (domain)
),

not_one_person as (
    select
        'identity_contradiction' as item_kind,
        'identity' as subject_kind,
        claim_id as subject_id,
        null as organization_id,
        null as repository_count,
        count(n.contribution_id) as commit_count,
        1 as contributor_count,
        count(n.contribution_id) / nullif((select count(*) from staging.commits where not is_bot), 0) as share_ratio,
        max(n.contributed_on) as since_on
    from intermediate.identity_contradictions c
    left join intermediate.contributions n
        on n.contributor_id = c.contributor_id and n.contribution_kind = 'commit' and n.is_primary
    group by claim_id
),

perhaps_bots as (
    select
        'bot_proposal' as item_kind,
        'node' as subject_kind,
        node_id as subject_id,
        null as organization_id,
        null as repository_count,
        max(commit_count)::bigint as commit_count,
        1 as contributor_count,
        max(commit_count) / nullif((select count(*) from staging.commits where not is_bot), 0) as share_ratio,
        null::date as since_on
    from intermediate.bot_proposals
    group by node_id
)

select item_kind, subject_kind, subject_id, organization_id, repository_count, commit_count, contributor_count,
    share_ratio, since_on
from about_claims
union all by name
select * from disputed_work
union all by name
select * exclude (is_unknown) from unknown_domains where is_unknown
union all by name
select * from perhaps_bots
union all by name
select * from not_one_person
