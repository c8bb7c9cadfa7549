-- grain: one row per organisation
-- column: organization_id | 机构编号 | organisation
-- column: name_zh | 中文名 | its name in Chinese
-- column: name_en | 英文名 | its name in English
-- column: kind | 类型 | kind
-- column: sector | 行业 | sector
-- column: district | 区 | district
-- column: park | 园区 | park
-- column: size_class | 规模 | size class
-- column: is_backbone | 是否骨干企业 | whether it is a backbone enterprise
-- column: relation | guangzhou 计入广州；reference 仅供参照 | guangzhou counts for the city, reference does not
-- column: parent_organization_id | 上级机构 | organisation that it belongs to
-- column: source | 依据 | where the row comes from
-- column: public_presence | 公开存在：known 有已知账号、仓库或软件包；none_known 尚未发现 | known: an account, repository or package is claimed; none_known: none was found
-- column: repository_count | 仓库数（全部置信档，不含派生仓库，镜像与原仓库算一个） | repositories of original work at every confidence; an original and its mirrors are one
-- column: high_confidence_repository_count | 其中高置信的仓库数 | those of them with high confidence
-- column: claim_count | 归属主张数 | claims
-- column: reviewed_claim_count | 已复核的主张数 | claims that were reviewed and accepted

with

claims as (
    select
        organization_id,
        count(*) as claim_count,
        count(*) filter (review_status = 'accepted') as reviewed_claim_count,
        count(*) filter (subject_kind in ('account', 'repository', 'package')) as presence_count
    from intermediate.accepted_claims
    group by organization_id
),

repositories as (
    select
        c.organization_id,
        count(distinct r.canonical_repository_id) as repository_count,
        count(distinct r.canonical_repository_id) filter (c.confidence = 'high') as high_confidence_repository_count
    from intermediate.repository_claims c
    join intermediate.repositories r using (repository_id)
    cross join staging.as_of a
    where r.is_original_work and a.as_of_on between c.valid_from_on and c.valid_until_on
    group by c.organization_id
)

select
    o.organization_id,
    o.name_zh,
    o.name_en,
    o.kind,
    o.sector,
    o.district,
    o.park,
    o.size_class,
    o.is_backbone,
    o.relation,
    o.parent_organization_id,
    o.source,
    case when c.presence_count > 0 then 'known' else 'none_known' end as public_presence,
    coalesce(r.repository_count, 0) as repository_count,
    coalesce(r.high_confidence_repository_count, 0) as high_confidence_repository_count,
    coalesce(c.claim_count, 0) as claim_count,
    coalesce(c.reviewed_claim_count, 0) as reviewed_claim_count
from staging.organizations o
left join claims c using (organization_id)
left join repositories r using (organization_id)
