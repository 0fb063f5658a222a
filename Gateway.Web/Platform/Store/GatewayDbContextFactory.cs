using Microsoft.EntityFrameworkCore;

namespace Gateway.Web.Platform.Store;

/// <summary>
/// Makes contexts on the prepared file. Not EF's own registration: that reads the options when anything that needs the store is
/// built, before they are checked, and would hide the faults of all other rooms.
/// </summary>
internal sealed class GatewayDbContextFactory(StoreFile file, ILoggerFactory loggers) : IDbContextFactory<GatewayDbContext>
{
    private readonly Lazy<DbContextOptions<GatewayDbContext>> _options = new(() =>
        new DbContextOptionsBuilder<GatewayDbContext>().UseSqlite(file.ConnectionString()).UseLoggerFactory(loggers).Options);

    public GatewayDbContext CreateDbContext() => new(_options.Value);
}
