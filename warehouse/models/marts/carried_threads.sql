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
    p.thread_kind,
    p.repository_id,
    p.number,
    p.kept_repository_id,
    p.kept_number,
    case
        when r.canonical_repository_id = q.canonical_repository_id then 'mirror'
        when l.repository_id is not null then 'openharmony'
        else 'project'
    end as joined_by,
    c.opened_second as opened_at,
    c.second_order as order_in_second,
    lower(c.author_login) = lower(k.author_login) as has_same_author,
    case
        when c.merged_second is distinct from k.merged_second then 'merged'
        when c.is_bot_thread != k.is_bot_thread then 'person'
        else 'location'
    end as kept_because
from intermediate.carried_threads p
join intermediate.thread_copies c using (thread_kind, repository_id, number)
join intermediate.thread_copies k
    on k.thread_kind = p.thread_kind and k.repository_id = p.kept_repository_id and k.number = p.kept_number
join intermediate.repositories r on r.repository_id = p.repository_id
join intermediate.repositories q on q.repository_id = p.kept_repository_id
left join intermediate.openharmony_locations l on l.repository_id = p.repository_id
where not r.is_aggregate_only and not q.is_aggregate_only
