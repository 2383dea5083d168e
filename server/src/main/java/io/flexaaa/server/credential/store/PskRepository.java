package io.flexaaa.server.credential.store;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** PSKs by peer. */
public interface PskRepository extends JpaRepository<PskEntity, Long> {

    @Query("select p from PskEntity p where p.peerId = :peer and p.retiredAt is null")
    Optional<PskEntity> inForce(@Param("peer") long peerId);

    @Query("select p from PskEntity p where p.peerId in :peers and p.retiredAt is null")
    List<PskEntity> inForce(@Param("peers") Collection<Long> peerIds);

    @Query("select p from PskEntity p where p.peerId = :peer order by p.id desc")
    List<PskEntity> history(@Param("peer") long peerId);

    @Query("select count(p) from PskEntity p where p.retiredAt is null and p.expiresAt < :before")
    long countExpiringBefore(@Param("before") Instant before);
}
