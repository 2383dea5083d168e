package io.flexaaa.server.pool.store;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

import java.util.List;
import java.util.Optional;

/** Pools by name. */
public interface PoolRepository extends JpaRepository<PoolEntity, Long> {

    Optional<PoolEntity> findByName(String name);

    @Query(
            """
            select p from PoolEntity p
             where p.name > :after
               and (cast(:like as string) is null or lower(p.name) like :like escape '\\'
                    or lower(p.description) like :like escape '\\')
             order by p.name\
            """)
    List<PoolEntity> page(
            @Param("after") String after, @Param("like") @Nullable String like, Limit limit);

    @Query(
            nativeQuery = true,
            value =
                    """
                    select (select count(*) from peer where address_pool_id = :id or address_pool_v6_id = :id)
                         + (select count(*) from peer_group where address_pool_id = :id or address_pool_v6_id = :id)\
                    """)
    long users(@Param("id") long id);
}
