using System.Text.Json.Nodes;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Tests.Access.Callers;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Tests.Access.Tokens;

/// <summary>
/// A claim that restricts a token must not be ignored because of its form, even in a token that is signed with the right key.
/// </summary>
public sealed class ClaimFormTests : IAsyncLifetime
{
    private readonly PlatformHost _host = new();

    public Task InitializeAsync() => _host.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Theory]
    [InlineData("read", """["Tank*"]""", true)]
    [InlineData("read", "[]", false)]
    [InlineData("read", "null", false)]
    [InlineData("read", "\"*\"", false)]
    [InlineData("read", """["a",null]""", false)]
    [InlineData("read", """[["*"]]""", false)]
    [InlineData("write", "{}", false)]
    [InlineData("write", "[\"\"]", false)]
    [InlineData("session_id", "null", false)]
    [InlineData("session_id", "\"\"", false)]
    [InlineData("session_id", "[]", false)]
    [InlineData("session_id", "\"s1\"", true)]
    public async Task A_claim_of_the_wrong_form_refuses_the_token(string name, string value, bool accepted)
    {
        var keys = _host.Services.GetRequiredService<SigningKeyRing>();
        var forged = ForgedToken.Like(keys.Active.Key.KeyId, _host.Clock.GetUtcNow());
        forged.Payload[name] = JsonNode.Parse(value);
        var token = forged.SignedWith(((ECDsaSecurityKey)keys.Active.Key).ECDsa);
        var validation = await _host.Services.GetRequiredService<TokenValidator>().ValidateAsync(token, Patience.Token);
        Assert.Equal(accepted ? null : TokenRefusal.Claims, validation.Refusal);
    }
}
