package io.flexaaa.server.identity.store;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

import java.util.List;
import java.util.Optional;

/** Groups by name. */
public interface GroupRepository extends JpaRepository<GroupEntity, Long> {

    Optional<GroupEntity> findByName(String name);

    @Query(
            """
            select g from GroupEntity g
             where g.name > :after
               and (cast(:like as string) is null or lower(g.name) like :like escape '\\'
                    or lower(g.description) like :like escape '\\')
             order by g.name\
            """)
    List<GroupEntity> page(
            @Param("after") String after, @Param("like") @Nullable String like, Limit limit);

    @Query(value = "select count(*) from user_account where group_id = :id", nativeQuery = true)
    long countUsers(@Param("id") long id);

    @Query("select g.name from GroupEntity g where g.parent.id = :group order by g.name")
    List<String> children(@Param("group") long groupId);
}
