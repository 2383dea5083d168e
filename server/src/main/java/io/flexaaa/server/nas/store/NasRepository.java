package io.flexaaa.server.nas.store;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

import java.util.List;
import java.util.Optional;

/** RADIUS clients by name. */
public interface NasRepository extends JpaRepository<NasEntity, Long> {

    Optional<NasEntity> findByName(String name);

    @Query(
            """
            select n from NasEntity n
             where n.name > :after
               and (cast(:like as string) is null or lower(n.name) like :like escape '\\'
                    or lower(n.description) like :like escape '\\')
             order by n.name\
            """)
    List<NasEntity> page(
            @Param("after") String after, @Param("like") @Nullable String like, Limit limit);
}
