package io.flexaaa.server.certificate.store;

import org.springframework.data.jpa.repository.JpaRepository;

import java.util.List;

/** At most one row a use. */
public interface TlsIdentityRepository extends JpaRepository<TlsIdentityEntity, String> {

    List<TlsIdentityEntity> findByCertificateId(long certificateId);
}
