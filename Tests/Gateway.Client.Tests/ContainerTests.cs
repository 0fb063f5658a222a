using System.Reflection;
using Gateway.Client.Tests.Fakes;
using Gateway.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Client.Tests;

public sealed class ContainerTests
{
    private static readonly Uri Somewhere = new("https://gateway.example");

    private static readonly GatewayClientOptions Invalid = new() { Url = new Uri("ftp://gateway.example"), ConnectTimeout = TimeSpan.Zero, BackoffCap = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public async Task Services_share_one_client_which_is_closed_with_the_container()
    {
        await using var gateway = await FakeGateway.StartAsync();
        GatewayClient client;
        await using (var container = new ServiceCollection().AddGatewayClient(TestClient.Options(gateway)).BuildServiceProvider())
        {
            client = container.GetRequiredService<GatewayClient>();
            await client.ConnectAsync().WithTimeout("the connection");

            Assert.Same(client, container.GetRequiredService<GatewayClient>());
        }

        Assert.Equal(GatewayConnectionState.Closed, client.State);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ConnectAsync()).WithTimeout("the refusal of a closed client");
    }

    [Fact]
    public async Task A_container_that_is_disposed_synchronously_closes_the_client_too()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var container = new ServiceCollection().AddGatewayClient(TestClient.Options(gateway)).BuildServiceProvider();
        var client = container.GetRequiredService<GatewayClient>();
        await client.ConnectAsync().WithTimeout("the connection");

        await Task.Run(container.Dispose).WithTimeout("the container to be disposed");

        Assert.Equal(GatewayConnectionState.Closed, client.State);
    }

    [Fact]
    public void The_options_may_need_services_and_are_asked_for_once()
    {
        var asked = 0;
        using var container = new ServiceCollection().AddSingleton(Somewhere)
            .AddGatewayClient(services =>
            {
                asked++;
                return new GatewayClientOptions { Url = services.GetRequiredService<Uri>() };
            })
            .BuildServiceProvider();

        _ = container.GetRequiredService<GatewayClient>();
        _ = container.GetRequiredService<GatewayClient>();

        Assert.Equal(1, asked);
    }

    [Fact]
    public void All_invalid_options_are_reported_at_once()
    {
        using var container = new ServiceCollection().AddGatewayClient(Invalid).BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(container.GetRequiredService<GatewayClient>);

        Assert.Equal(3, error.Failures.Count());
        Assert.Contains("Url begins with ftp", error.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectTimeout is 00:00:00", error.Message, StringComparison.Ordinal);
        Assert.Contains("BackoffCap is 00:00:00.0010000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_without_a_container_reports_the_same()
    {
        var error = Assert.Throws<ArgumentException>(() => GatewayClient.Create(Invalid));

        Assert.Contains("Url begins with ftp", error.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectTimeout is 00:00:00", error.Message, StringComparison.Ordinal);
        Assert.Contains("Url is missing", Assert.Throws<ArgumentException>(() => GatewayClient.Create(new GatewayClientOptions())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_does_not_start_with_invalid_options()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGatewayClient(Invalid);
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync()).WithTimeout("the refusal to start");

        Assert.Equal(3, error.Failures.Count());
    }

    [Fact]
    public async Task The_client_logs_to_the_container_s_loggers()
    {
        await using var gateway = await FakeGateway.StartAsync();
        using var lines = new LogLines(LogLevel.Debug);
        await using var container = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(lines).SetMinimumLevel(LogLevel.Debug))
            .AddGatewayClient(TestClient.Options(gateway))
            .BuildServiceProvider();

        await container.GetRequiredService<GatewayClient>().ConnectAsync().WithTimeout("the connection");

        Assert.Contains(lines.Entries, entry => entry.Text == "Connection Connecting -> Connected.");
    }

    [Fact]
    public async Task Clients_of_several_gateways_have_a_key_each()
    {
        await using var north = await FakeGateway.StartAsync();
        await using var south = await FakeGateway.StartAsync();
        await using var container = new ServiceCollection()
            .AddKeyedGatewayClient("north", _ => TestClient.Options(north))
            .AddKeyedGatewayClient("south", _ => TestClient.Options(south))
            .BuildServiceProvider();

        await container.GetRequiredKeyedService<GatewayClient>("south").ConnectAsync().WithTimeout("the connection");

        Assert.Empty(north.Authorizations);
        Assert.Single(south.Authorizations);
        Assert.NotSame(container.GetRequiredKeyedService<GatewayClient>("north"), container.GetRequiredKeyedService<GatewayClient>("south"));
    }

    [Fact]
    public void A_client_of_a_container_has_every_option_that_was_given()
    {
        var given = new GatewayClientOptions
        {
            Url = Somewhere,
            Urls = [Somewhere],
            TokenProvider = _ => new ValueTask<string?>("token"),
            Protocol = GatewayHubProtocol.Json,
            OnTokenFailure = _ => { },
            ConfigureWebSocket = _ => { },
            BackoffBase = TimeSpan.FromSeconds(1),
            BackoffCap = TimeSpan.FromSeconds(2),
            ConnectTimeout = TimeSpan.FromSeconds(3),
            KeepAliveInterval = TimeSpan.FromSeconds(4),
            ServerTimeout = TimeSpan.FromSeconds(5),
            TimeProvider = new SkippingTimeProvider(),
            Random = new Random(1),
            LoggerFactory = new LoggerFactory(),
        };
        using var other = new LoggerFactory();
        var defaults = new GatewayClientOptions();

        var copy = given.ForContainer(other);

        Assert.All(typeof(GatewayClientOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance), option =>
        {
            Assert.NotEqual(option.GetValue(defaults), option.GetValue(given));
            Assert.Equal(option.GetValue(given), option.GetValue(copy));
        });
        Assert.NotSame(given.Tokens, copy.Tokens);
        Assert.NotSame(given.Addresses, copy.Addresses);
        Assert.NotSame(given.Bound, copy.Bound);
        Assert.Same(other, defaults.ForContainer(other).LoggerFactory);
    }
}
