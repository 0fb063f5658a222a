using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;
using Gateway.Web.Access.Keys;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Gateway.Web.Access.Tokens;

/// <summary>Issues ES256 tokens. Times are whole seconds.</summary>
internal sealed class TokenIssuer(SigningKeyRing keys, IOwnerDuties duties, IOptions<AccessOptions> options, TimeProvider time)
{
    // The token contains only the times that are set here; by default the library would add others from the machine's clock.
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <exception cref="GatewayException"><c>InvalidArgument</c>: the subject is blank, the scopes are missing or unknown, a tag or the session id is blank, a
    /// glob is invalid, the lifetime is out of bounds, or the token would be too long. <c>Unsupported</c>: another gateway signs the tokens.</exception>
    public IssuedToken Issue(TokenRequest request)
    {
        duties.Demand("Tokens are issued");
        Check(request);
        var now = time.GetUtcNow();
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((now + request.Lifetime).ToUnixTimeSeconds());
        var tokenId = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var payload = PayloadOf(request, tokenId, now, expiresAt);
        var key = keys.Active;
        var token = _handler.CreateToken(payload.ToJsonString(JsonSerializerOptions.Default), key);
        return token.Length <= TokenValidator.MaxLength
            ? new IssuedToken(token, tokenId, expiresAt) { IssuedAt = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()), Kid = key.Key.KeyId }
            : throw Invalid($"The token would have {token.Length} characters; the limit is {TokenValidator.MaxLength}. Use fewer session tags or item globs.");
    }

    private JsonObject PayloadOf(TokenRequest request, string tokenId, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        var payload = new JsonObject
        {
            [ClaimNames.Issuer] = options.Value.Issuer,
            [ClaimNames.Audience] = options.Value.Audience,
            [ClaimNames.Subject] = request.Subject,
            [ClaimNames.TokenId] = tokenId,
            [ClaimNames.Scope] = string.Join(' ', request.Scopes),
            [ClaimNames.SessionTags] = TextsOf(request.SessionTags),
            [ClaimNames.IssuedAt] = now.ToUnixTimeSeconds(),
            [ClaimNames.ExpiresAt] = expiresAt.ToUnixTimeSeconds(),
        };
        if (request.SessionId is { } sessionId)
        {
            payload[ClaimNames.SessionId] = sessionId;
        }

        if (request.Read is { } read)
        {
            payload[ClaimNames.Read] = TextsOf(read);
        }

        if (request.Write is { } write)
        {
            payload[ClaimNames.Write] = TextsOf(write);
        }

        return payload;
    }

    private static JsonArray TextsOf(IReadOnlyCollection<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private void Check(TokenRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Subject))
        {
            throw Invalid("The subject must not be blank.");
        }

        if (request.Subject.StartsWith(Caller.OfGateway, StringComparison.Ordinal))
        {
            throw Invalid($"The subject must not begin with {Caller.OfGateway}: such names are the gateway's own, and own its sessions.");
        }

        if (request.Scopes.Count == 0 || !request.Scopes.All(Scopes.All.Contains))
        {
            throw Invalid($"Name at least one scope, and only scopes among: {string.Join(", ", Scopes.All.Order(StringComparer.Ordinal))}.");
        }

        if (request.SessionTags.Any(string.IsNullOrWhiteSpace) || request.SessionId is { Length: 0 })
        {
            throw Invalid("Session tags and the session id must not be blank.");
        }

        if (!ItemGlobSet.AreValid(request.Read) || !ItemGlobSet.AreValid(request.Write))
        {
            throw Invalid(
                $"Item globs must be 1 to {ItemGlobSet.MaxCount} texts of up to {ItemGlob.MaxLength} characters, without backslashes, control characters and spaces at the ends. Omit them to allow all items.");
        }

        if (request.Lifetime < TimeSpan.FromSeconds(1) || request.Lifetime > options.Value.MaxTokenLifetime)
        {
            throw Invalid($"The lifetime must be from 1 second to {options.Value.MaxTokenLifetime}.");
        }
    }

    private static GatewayException Invalid(string message) => new(GatewayErrorCode.InvalidArgument, message);
}
