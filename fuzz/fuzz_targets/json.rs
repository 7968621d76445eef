#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rolelint_fuzz::json(bytes));
