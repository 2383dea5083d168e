package io.flexaaa.server.identity.store;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Peers by name. */
public interface PeerRepository extends JpaRepository<PeerEntity, Long> {

    Optional<PeerEntity> findByName(String name);

    @Query(
            """
            select p from PeerEntity p left join fetch p.group
             where p.name > :after
               and (cast(:like as string) is null or lower(p.name) like :like escape '\\'
                    or lower(p.description) like :like escape '\\')
             order by p.name\
            """)
    List<PeerEntity> page(
            @Param("after") String after, @Param("like") @Nullable String like, Limit limit);

    @Query("select p from PeerEntity p left join fetch p.group where p.name in :names")
    List<PeerEntity> named(@Param("names") Collection<String> names);

    @Query("select count(p) from PeerEntity p where p.group.id = :group")
    long countInGroup(@Param("group") long groupId);
}
