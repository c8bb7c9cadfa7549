-- grain: one row per published version of a package
-- column: package_id | 软件包编号 | package
-- column: package_version | 版本 | version
-- column: published_at | 发布时刻 | instant of publication
-- column: published_on | 发布日（上海） | its day in Shanghai
-- column: is_prerelease | 是否预发布 | whether it is a pre-release
-- column: is_yanked | 是否已撤回 | whether it was yanked
-- column: is_deprecated | 是否已弃用 | whether it is deprecated
-- column: license | 许可证 | licence
-- column: size_bytes | 大小（字节） | size in bytes
-- column: file_count | 文件数 | files

select
    package_id,
    package_version,
    published_at,
    published_on,
    is_prerelease,
    is_yanked,
    is_deprecated,
    license,
    size_bytes,
    file_count
from staging.package_releases
where package_id in (select subject_id from intermediate.named_targets where subject_kind = 'package')
