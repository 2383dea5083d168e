package io.flexaaa.server.certificate.store;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Certificates, newest first. */
public interface CertificateRepository extends JpaRepository<CertificateEntity, Long> {

    /** What a CRL says of one certificate. */
    interface Revoked {
        String getSerial();

        Instant getRevokedAt();

        @Nullable String getRevocationReason();
    }

    @Query(
            """
            select c from CertificateEntity c
             where c.id < :after
               and (:authority is null or c.authorityId = :authority)
               and (cast(:like as string) is null or lower(c.subject) like :like escape '\\'
                    or lower(c.names) like :like escape '\\' or c.serial like :like escape '\\')
             order by c.id desc\
            """)
    List<CertificateEntity> page(
            @Param("after") long after,
            @Param("authority") @Nullable Long authority,
            @Param("like") @Nullable String like,
            Limit limit);

    @Query(
            """
            select c.serial as serial, c.revokedAt as revokedAt,
                   c.revocationReason as revocationReason
              from CertificateEntity c
             where c.authorityId = :authority and c.revokedAt is not null\
            """)
    List<Revoked> revoked(@Param("authority") long authority);

    Optional<CertificateEntity> findByAuthorityIdAndSerial(Long authorityId, String serial);

    long countByAuthorityId(Long authorityId);
}
