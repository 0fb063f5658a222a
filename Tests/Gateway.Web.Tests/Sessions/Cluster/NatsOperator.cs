using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using NATS.NKeys;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>Issues what <c>nsc</c> issues: the JWTs of an operator, of its accounts and of their users.</summary>
internal sealed class NatsOperator : IDisposable
{
    private readonly KeyPair _operator = KeyPair.CreatePair(PrefixByte.Operator);
    private readonly KeyPair _account = KeyPair.CreatePair(PrefixByte.Account);
    private readonly KeyPair _system = KeyPair.CreatePair(PrefixByte.Account);

    /// <summary>The part of a server's configuration that trusts this operator.</summary>
    public string Configuration => $$"""
        operator: "{{JwtOf(_operator, _operator.GetPublicKey(), "operator", [])}}"
        resolver: MEMORY
        system_account: {{_system.GetPublicKey()}}
        resolver_preload: {
          {{_account.GetPublicKey()}}: "{{JwtOf(_operator, _account.GetPublicKey(), "account", AccountLimits(withJetStream: true))}}"
          {{_system.GetPublicKey()}}: "{{JwtOf(_operator, _system.GetPublicKey(), "account", AccountLimits(withJetStream: false))}}"
        }
        """;

    /// <summary>A credentials file of a user of the account.</summary>
    public string IssueUser()
    {
        using var user = KeyPair.CreatePair(PrefixByte.User);
        var jwt = JwtOf(_account, user.GetPublicKey(), "user", new JsonObject { ["pub"] = new JsonObject(), ["sub"] = new JsonObject(), ["subs"] = -1, ["data"] = -1, ["payload"] = -1 });
        return $"""
            -----BEGIN NATS USER JWT-----
            {jwt}
            ------END NATS USER JWT------

            -----BEGIN USER NKEY SEED-----
            {user.GetSeed()}
            ------END USER NKEY SEED------

            """;
    }

    public void Dispose()
    {
        _operator.Dispose();
        _account.Dispose();
        _system.Dispose();
    }

    private static JsonObject AccountLimits(bool withJetStream)
    {
        string[] names = ["subs", "data", "payload", "imports", "exports", "conn", "leaf", .. withJetStream ? new[] { "mem_storage", "disk_storage", "streams", "consumer" } : []];
        var limits = new JsonObject { ["wildcards"] = true };
        foreach (var name in names)
        {
            limits[name] = -1;
        }

        return new JsonObject { ["limits"] = limits };
    }

    private static string JwtOf(KeyPair issuer, string subject, string type, JsonObject details)
    {
        (details["type"], details["version"]) = (type, 2);
        var claims = new JsonObject
        {
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["iat"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            ["iss"] = issuer.GetPublicKey(),
            ["sub"] = subject,
            ["name"] = type,
            ["nats"] = details,
        };
        var content = $"{Encode("""{"typ":"JWT","alg":"ed25519-nkey"}""")}.{Encode(claims.ToJsonString())}";
        var signature = new byte[64];
        issuer.Sign(Encoding.ASCII.GetBytes(content), signature);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
