package io.flexaaa.server.certificate.store;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Authorities by name. */
public interface AuthorityRepository extends JpaRepository<AuthorityEntity, Long> {

    Optional<AuthorityEntity> findByName(String name);

    Optional<AuthorityEntity> findByFingerprint(String fingerprint);

    @Query(
            """
            select a from AuthorityEntity a
             where a.name > :after
               and (cast(:like as string) is null or lower(a.name) like :like escape '\\'
                    or lower(a.description) like :like escape '\\')
             order by a.name\
            """)
    List<AuthorityEntity> page(
            @Param("after") String after, @Param("like") @Nullable String like, Limit limit);

    /** One instance fetches; the others see that it did. */
    @Modifying
    @Query(
            nativeQuery = true,
            value =
                    """
                    update authority set crl_checked_at = :now, version = version + 1
                     where id = :id and (crl_checked_at is null or crl_checked_at <= :before)\
                    """)
    int claimCrl(@Param("id") long id, @Param("now") Instant now, @Param("before") Instant before);

    /** Changes with every commit that touches what is trusted. */
    @Query(
            nativeQuery = true,
            value = "select coalesce(max(v), 0) from change_log where kind = 'trust'")
    long changeVersion();
}
