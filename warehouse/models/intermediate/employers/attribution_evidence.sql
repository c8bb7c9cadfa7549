-- edition: internal
-- grain: one row per commit and employer that some evidence names on its day, bots apart
-- evidence_rank 1 is the strongest: the first signer's exclusive domain, the author's, one that a mailmap gives the
-- author, a claim of the author's account, a governance record.

with

commits as (
    select
        n.contribution_id,
        n.contributor_id,
        n.contributed_on,
        s.person_domain as signed_domain,
        c.author_domain
    from intermediate.contributions n
    join staging.commits c on c.sha = n.contribution_id
    left join intermediate.sign_offs s on s.sha = n.contribution_id
    where n.contribution_kind = 'commit' and n.is_primary and not n.is_bot
),

mapped as (
    select sha as contribution_id, min(author_mapped_domain) as author_mapped_domain
    from staging.repository_commits
    where author_mapped_domain is not null
    group by sha
),

domains as (
    select 1 as evidence_rank, 'signed_off_domain' as evidence_kind, * exclude (signed_domain, author_domain),
        signed_domain as domain
    from commits
    where signed_domain is not null
    union all
    select 2, 'author_domain', * exclude (signed_domain, author_domain), author_domain
    from commits
    union all
    select 3, 'mapped_domain', c.contribution_id, c.contributor_id, c.contributed_on, m.author_mapped_domain
    from commits c
    join mapped m using (contribution_id)
),

domain_evidence as (
    select d.* exclude (domain), e.employer_id as organization_id, e.confidence, e.claim_id, e.rivals
    from domains d
    join intermediate.domain_employers e
        on e.domain = d.domain and d.contributed_on between e.valid_from_on and e.valid_until_on
),

personal_evidence as (
    select
        case p.evidence_kind when 'account_claim' then 4 else 5 end as evidence_rank,
        p.evidence_kind,
        c.contribution_id,
        c.contributor_id,
        c.contributed_on,
        p.organization_id,
        p.confidence,
        p.claim_id,
        [] as rivals
    from commits c
    join intermediate.person_claims p
        on p.contributor_id = c.contributor_id and c.contributed_on between p.valid_from_on and p.valid_until_on
)

select * from domain_evidence
union all
select * from personal_evidence
