-- grain: one row per stable release of a package that is not withdrawn, with its version as numbers; some registries give no day

select ecosystem, name, package_id, package_version, published_on, parts
from intermediate.numbered_releases
where is_stable
