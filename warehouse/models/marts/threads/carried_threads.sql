-- grain: one row per issue or change request that stands on two forges and was found to be one: the pair, and why
-- Where a subject holds both repositories, the kept one counts; where it holds one of them, that one. What joins them
-- is the second in which both were opened: numbers are given anew, titles are edited.
-- column: thread_kind | 类别：issue、change_request | issue or change request
-- column: repository_id | 不计入一方的仓库 | repository of the one that does not count
-- column: number | 不计入一方的编号 | its number there
-- column: kept_repository_id | 计入一方的仓库 | repository of the one that counts
-- column: kept_number | 计入一方的编号 | its number there
-- column: joined_by | 为何视为同一仓库：mirror 登记的镜像、openharmony 同为 OpenHarmony 一个仓库的所在、project 同一项目且同名 | why the repositories are one: registered mirrors, places of a repository of OpenHarmony, or the same name in one project
-- column: opened_at | 两边共同的打开时刻（秒，UTC） | the second in which both were opened, UTC
-- column: order_in_second | 该秒内打开的第几个 | first, second ... of those opened in that second
-- column: has_same_author | 两边作者登录名是否相同；不全知道时为空 | whether both authors have the same login; empty where not both are known
-- column: kept_because | 为何计入这一方：merged 在此（更早）合入、person 另一方由机器人打开、location 仓库的工作在此继续 | why that one counts: it was merged there (first), a bot opened the other one, or the repository's work goes on there

select
    c.thread_kind,
    c.repository_id,
    c.number,
    c.kept_repository_id,
    c.kept_number,
    case
        when r.canonical_repository_id = k.canonical_repository_id then 'mirror'
        when l.repository_id is not null then 'openharmony'
        else 'project'
    end as joined_by,
    c.opened_second as opened_at,
    c.second_order as order_in_second,
    c.has_same_author,
    c.kept_because
from intermediate.carried_threads c
join intermediate.repositories r on r.repository_id = c.repository_id
join intermediate.repositories k on k.repository_id = c.kept_repository_id
left join intermediate.openharmony_locations l on l.repository_id = c.repository_id
where not r.is_aggregate_only and not k.is_aggregate_only
