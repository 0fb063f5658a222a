using Gateway.Testing;
using Gateway.Web.Platform.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>A host with only the store, on a real file.</summary>
internal sealed class StoreHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly string _database;

    public StoreHost(string contentRoot, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = contentRoot });
        builder.Configuration.AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        builder.Logging.ClearProviders();
        builder.Services.AddStore(builder.Configuration);
        _host = builder.Build();
        _database = Path.Combine(contentRoot, StoreOptions.DefaultPath);
    }

    public IServiceProvider Services => _host.Services;

    public GatewayStore Store => Services.GetRequiredService<GatewayStore>();

    public SecretProtector Secrets => Services.GetRequiredService<SecretProtector>();

    public GatewayDbContext Database() => Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContext();

    public Task StartAsync() => _host.StartAsync(Patience.Token).WithTimeout("start of the store");

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(Patience.Token).WithTimeout("stop of the store");
        _host.Dispose();
        TestPools.Clear(_database);
    }
}
