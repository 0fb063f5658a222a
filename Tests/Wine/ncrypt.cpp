// A substitute for Wine's ncrypt.dll, which cannot make elliptic-curve keys (NTE_NOT_SUPPORTED): keys of the curve P-256 for ECDSA, on top
// of Wine's bcrypt.dll, with the functions that .NET's ECDsa uses. It is put beside the gateway only in tests under Wine; on Windows the
// system's own ncrypt.dll is used. Keys live in memory; nothing is persisted, even if the name of a call says so.
#include <windows.h>
#include <bcrypt.h>
#include <ncrypt.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <string>
#include <vector>

namespace {

constexpr DWORD CoordinateBytes = 32;
constexpr SECURITY_STATUS Missing = static_cast<SECURITY_STATUS>(0x80090011);      // NTE_NOT_FOUND
constexpr SECURITY_STATUS TooSmall = static_cast<SECURITY_STATUS>(0x80090028);     // NTE_BUFFER_TOO_SMALL
constexpr SECURITY_STATUS Unsupported = static_cast<SECURITY_STATUS>(0x80090029);  // NTE_NOT_SUPPORTED
constexpr SECURITY_STATUS BadData = static_cast<SECURITY_STATUS>(0x80090005);      // NTE_BAD_DATA
constexpr SECURITY_STATUS BadSignature = static_cast<SECURITY_STATUS>(0x80090006); // NTE_BAD_SIGNATURE

using Bytes = std::vector<BYTE>;

struct Object {
    BCRYPT_KEY_HANDLE key = nullptr; // null for a provider
    std::map<std::wstring, Bytes> properties;
    ~Object() {
        if (key != nullptr) {
            BCryptDestroyKey(key);
        }
    }
};

Object* Of(NCRYPT_HANDLE handle) { return reinterpret_cast<Object*>(handle); }

BCRYPT_ALG_HANDLE Algorithm() {
    static BCRYPT_ALG_HANDLE algorithm = [] {
        BCRYPT_ALG_HANDLE opened = nullptr;
        BCryptOpenAlgorithmProvider(&opened, BCRYPT_ECDSA_P256_ALGORITHM, nullptr, 0);
        return opened;
    }();
    return algorithm;
}

Bytes Text(const wchar_t* text) {
    const auto* first = reinterpret_cast<const BYTE*>(text);
    return Bytes(first, first + (wcslen(text) + 1) * sizeof(wchar_t));
}

Bytes Number(DWORD number) {
    const auto* first = reinterpret_cast<const BYTE*>(&number);
    return Bytes(first, first + sizeof(number));
}

void Describe(Object& object) {
    object.properties[NCRYPT_ALGORITHM_PROPERTY] = Text(BCRYPT_ECDSA_P256_ALGORITHM);
    object.properties[NCRYPT_ALGORITHM_GROUP_PROPERTY] = Text(L"ECDSA");
    object.properties[NCRYPT_LENGTH_PROPERTY] = Number(256);
    object.properties[L"PublicKeyLength"] = Number(256);
    object.properties[L"ECCCurveName"] = Text(L"nistP256");
}

SECURITY_STATUS CopyOut(const Bytes& bytes, BYTE* output, DWORD size, DWORD* written) {
    *written = static_cast<DWORD>(bytes.size());
    if (output == nullptr) {
        return ERROR_SUCCESS;
    }
    if (size < bytes.size()) {
        return TooSmall;
    }
    std::copy(bytes.begin(), bytes.end(), output);
    return ERROR_SUCCESS;
}

bool Export(const Object& object, const wchar_t* format, Bytes& blob) {
    DWORD size = 0;
    if (BCryptExportKey(object.key, nullptr, format, nullptr, 0, &size, 0) != 0) {
        return false;
    }
    blob.resize(size);
    return BCryptExportKey(object.key, nullptr, format, blob.data(), size, &size, 0) == 0;
}

// A PrivateKeyInfo of RFC 5208 around the ECPrivateKey of RFC 5915, for this one curve: only the numbers in it vary.
const BYTE PrefixOfPrivate[] = {0x30, 0x81, 0x87, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06,
                                0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x04, 0x6D, 0x30, 0x6B, 0x02, 0x01, 0x01, 0x04, 0x20};
const BYTE PrefixOfPublic[] = {0xA1, 0x44, 0x03, 0x42, 0x00, 0x04};
constexpr size_t Pkcs8Bytes = sizeof(PrefixOfPrivate) + sizeof(PrefixOfPublic) + 3 * CoordinateBytes;

Bytes ToPkcs8(const Bytes& blob) {
    const BYTE* numbers = blob.data() + sizeof(BCRYPT_ECCKEY_BLOB); // X, Y, d
    Bytes der(std::begin(PrefixOfPrivate), std::end(PrefixOfPrivate));
    der.insert(der.end(), numbers + 2 * CoordinateBytes, numbers + 3 * CoordinateBytes);
    der.insert(der.end(), std::begin(PrefixOfPublic), std::end(PrefixOfPublic));
    der.insert(der.end(), numbers, numbers + 2 * CoordinateBytes);
    return der;
}

bool FromPkcs8(const BYTE* der, DWORD size, Bytes& blob) {
    const BYTE* publicPart = der + sizeof(PrefixOfPrivate) + CoordinateBytes;
    if (size < Pkcs8Bytes || memcmp(der, PrefixOfPrivate, sizeof(PrefixOfPrivate)) != 0 ||
        memcmp(publicPart, PrefixOfPublic, sizeof(PrefixOfPublic)) != 0) {
        return false;
    }
    const BCRYPT_ECCKEY_BLOB header = {BCRYPT_ECDSA_PRIVATE_P256_MAGIC, CoordinateBytes};
    const auto* first = reinterpret_cast<const BYTE*>(&header);
    blob.assign(first, first + sizeof(header));
    publicPart += sizeof(PrefixOfPublic);
    blob.insert(blob.end(), publicPart, publicPart + 2 * CoordinateBytes);
    blob.insert(blob.end(), der + sizeof(PrefixOfPrivate), der + sizeof(PrefixOfPrivate) + CoordinateBytes);
    return true;
}

} // namespace

extern "C" {

SECURITY_STATUS WINAPI NCryptOpenStorageProvider(NCRYPT_PROV_HANDLE* provider, LPCWSTR, DWORD) {
    *provider = reinterpret_cast<NCRYPT_PROV_HANDLE>(new Object());
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI NCryptFreeObject(NCRYPT_HANDLE object) {
    delete Of(object);
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI NCryptDeleteKey(NCRYPT_KEY_HANDLE key, DWORD) { return NCryptFreeObject(key); }

SECURITY_STATUS WINAPI NCryptCreatePersistedKey(NCRYPT_PROV_HANDLE, NCRYPT_KEY_HANDLE* key, LPCWSTR algorithm, LPCWSTR, DWORD, DWORD) {
    if (wcscmp(algorithm, BCRYPT_ECDSA_P256_ALGORITHM) != 0) {
        return Unsupported;
    }
    auto* object = new Object();
    Describe(*object);
    if (BCryptGenerateKeyPair(Algorithm(), &object->key, 256, 0) != 0) {
        delete object;
        return Unsupported;
    }
    *key = reinterpret_cast<NCRYPT_KEY_HANDLE>(object);
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI NCryptFinalizeKey(NCRYPT_KEY_HANDLE key, DWORD) {
    return BCryptFinalizeKeyPair(Of(key)->key, 0) == 0 ? ERROR_SUCCESS : Unsupported;
}

SECURITY_STATUS WINAPI NCryptSetProperty(NCRYPT_HANDLE handle, LPCWSTR name, PBYTE value, DWORD size, DWORD) {
    Of(handle)->properties[name] = Bytes(value, value + size);
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI NCryptGetProperty(NCRYPT_HANDLE handle, LPCWSTR name, PBYTE output, DWORD size, DWORD* written, DWORD) {
    const auto& properties = Of(handle)->properties;
    const auto found = properties.find(name);
    return found == properties.end() ? Missing : CopyOut(found->second, output, size, written);
}

SECURITY_STATUS WINAPI NCryptImportKey(NCRYPT_PROV_HANDLE, NCRYPT_KEY_HANDLE, LPCWSTR format, NCryptBufferDesc*, NCRYPT_KEY_HANDLE* key,
                                       PBYTE data, DWORD size, DWORD) {
    Bytes blob(data, data + size);
    const bool wrapped = wcscmp(format, NCRYPT_PKCS8_PRIVATE_KEY_BLOB) == 0;
    if (wrapped && !FromPkcs8(data, size, blob)) {
        return BadData;
    }
    auto* object = new Object();
    Describe(*object);
    if (BCryptImportKeyPair(Algorithm(), nullptr, wrapped ? BCRYPT_ECCPRIVATE_BLOB : format, &object->key, blob.data(),
                            static_cast<ULONG>(blob.size()), 0) != 0) {
        delete object;
        return BadData;
    }
    *key = reinterpret_cast<NCRYPT_KEY_HANDLE>(object);
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI NCryptExportKey(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE, LPCWSTR format, NCryptBufferDesc*, PBYTE output, DWORD size,
                                       DWORD* written, DWORD) {
    const bool wrapped = wcscmp(format, NCRYPT_PKCS8_PRIVATE_KEY_BLOB) == 0;
    Bytes blob;
    if (!Export(*Of(key), wrapped ? BCRYPT_ECCPRIVATE_BLOB : format, blob)) {
        return Unsupported;
    }
    return CopyOut(wrapped ? ToPkcs8(blob) : blob, output, size, written);
}

SECURITY_STATUS WINAPI NCryptSignHash(NCRYPT_KEY_HANDLE key, void*, PBYTE hash, DWORD hashSize, PBYTE output, DWORD size, DWORD* written, DWORD) {
    if (output == nullptr) {
        *written = 2 * CoordinateBytes;
        return ERROR_SUCCESS;
    }
    return BCryptSignHash(Of(key)->key, nullptr, hash, hashSize, output, size, written, 0) == 0 ? ERROR_SUCCESS : Unsupported;
}

SECURITY_STATUS WINAPI NCryptVerifySignature(NCRYPT_KEY_HANDLE key, void*, PBYTE hash, DWORD hashSize, PBYTE signature, DWORD size, DWORD) {
    return BCryptVerifySignature(Of(key)->key, nullptr, hash, hashSize, signature, size, 0) == 0 ? ERROR_SUCCESS : BadSignature;
}

} // extern "C"
