using Gateway.Web.Platform.Store;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>The journal's tables, which <see cref="FeedSchemaSteps"/> creates.</summary>
internal sealed class FeedDbContext(DbContextOptions<FeedDbContext> options) : DbContext(options)
{
    public DbSet<FeedRow> Changes => Set<FeedRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var changes = modelBuilder.Entity<FeedRow>().ToTable("Changes");
        changes.HasKey(row => row.Sequence);
        changes.Property(row => row.Sequence).ValueGeneratedNever();
    }
}
