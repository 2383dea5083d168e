package io.flexaaa.server.user.store;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

import java.util.List;
import java.util.Optional;

/** Users by name. */
public interface UserRepository extends JpaRepository<UserEntity, Long> {

    Optional<UserEntity> findByName(String name);

    @Query(
            """
            select u from UserEntity u
             where u.name > :after
               and (cast(:like as string) is null or lower(u.name) like :like escape '\\'
                    or lower(u.description) like :like escape '\\')
             order by u.name\
            """)
    List<UserEntity> page(
            @Param("after") String after, @Param("like") @Nullable String like, Limit limit);
}
