//! The program: everything is in the library.

/// Texts, lists and findings are many small pieces; the allocators of some systems are slow at those.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    rolelint::cli::run()
}
