using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Web.Tests.Access.Tokens;

public sealed class TokenIssuerTests : IAsyncLifetime
{
    private readonly PlatformHost _host = new(("Gateway:Access:MaxTokenLifetime", "1.00:00:00"), ("Gateway:Access:StartupTokenLifetime", "02:00:00"));

    public Task InitializeAsync() => _host.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public void A_request_that_makes_no_sense_is_refused_in_words_that_a_caller_may_read()
    {
        var good = new TokenRequest { Subject = "ada", Scopes = [Scopes.Admin], Lifetime = TimeSpan.FromHours(1) };
        TokenRequest[] bad =
        [
            good with { Subject = " " },
            good with { Subject = "gateway:alarms" },
            good with { Scopes = [] },
            good with { Scopes = ["root"] },
            good with { Scopes = ["admin sessions:all"] },
            good with { SessionTags = [""] },
            good with { SessionId = "" },
            good with { Lifetime = TimeSpan.Zero },
            good with { Lifetime = TimeSpan.FromDays(2) },
        ];

        Assert.All(bad, request =>
        {
            var error = Assert.Throws<GatewayException>(() => _host.Issuer.Issue(request));
            Assert.Equal(GatewayErrorCode.InvalidArgument, error.Code);
            Assert.DoesNotContain("(Parameter", error.Message, StringComparison.Ordinal);
        });
        Assert.NotNull(_host.Issuer.Issue(good));
    }

    [Fact]
    public async Task Startup_token_is_a_short_lived_admin()
    {
        var issued = (await _host.Services.GetRequiredService<StartupTokenSource>().MintAsync(isOnTerminal: true, Patience.Token))!;

        var caller = (await _host.Services.GetRequiredService<TokenValidator>().ValidateAsync(issued.Token, Patience.Token)).Caller!;

        Assert.True(caller.IsAdmin);
        Assert.Equal(StartupTokenSource.Subject, caller.Subject);
        Assert.InRange(caller.ExpiresAt - _host.Clock.GetUtcNow(), TimeSpan.FromMinutes(119), TimeSpan.FromHours(2));
    }

    [Theory]
    [InlineData(null, true, true)]
    [InlineData(null, false, false)]
    [InlineData("true", false, true)]
    [InlineData("false", true, false)]
    public async Task Startup_token_is_for_a_terminal_unless_the_option_says_otherwise(string? option, bool isOnTerminal, bool isMade)
    {
        await using var host = await PlatformHost.StartAsync(option is null ? [] : [("Gateway:Access:StartupToken", option)]);
        var token = await host.Services.GetRequiredService<StartupTokenSource>().MintAsync(isOnTerminal, Patience.Token);
        Assert.Equal(isMade, token is not null);
    }

    [Fact]
    public void Text_of_an_issued_token_leaves_the_token_out()
    {
        var issued = _host.Issue(Scopes.Admin);
        Assert.DoesNotContain(issued.Token, $"{issued}", StringComparison.Ordinal);
    }
}
