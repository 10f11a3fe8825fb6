// GNU readline for Swift: its globals behind inline accessors, its macros as functions.
#ifndef CHATNET_CREADLINE_H
#define CHATNET_CREADLINE_H

#include <stdio.h>
#include <stdlib.h>
#include <readline/readline.h>
#include <readline/history.h>

// How many cells of a terminal a character takes; negative for a control. (<wchar.h> tells it to C alone.)
extern int wcwidth(wchar_t character);
static inline int creadline_cells(unsigned character) { return wcwidth((wchar_t)character); }

// What readline reads from and draws into, and what `~/.inputrc` calls the program.
static inline void creadline_set_streams(FILE *output, const char *name) {
  rl_instream = stdin;
  rl_outstream = output;
  rl_readline_name = name;
}

// What readline says on standard error (the bell) goes there too: a terminal that is stopped would stop the client.
// glibc lets its streams be set.
static inline void creadline_keep_errors(FILE *stream) {
  if (stream != NULL) stderr = stream;
}

// Signals belong to the client's loop, and the environment to nobody.
static inline void creadline_leave_process_alone(void) {
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  rl_change_environment = 0;
}

// Where keys come from: the next one (EOF at the end), and whether there is one.
static inline void creadline_set_keys(int (*next)(FILE *), int (*are_there)(void)) {
  rl_getc_function = next;
  rl_input_available_hook = are_there;
}
// How long a key that may be the first of a sequence waits for the next one now, in microseconds.
static inline int creadline_key_patience(void) { return rl_set_keyboard_input_timeout(-1); }

static inline void creadline_set_redisplay(void (*redisplay)(void)) { rl_redisplay_function = redisplay; }
// What stands in the place of the prompt (a search, an argument's digits), or NULL.
static inline const char *creadline_message(void) {
  return rl_display_prompt == rl_prompt ? NULL : rl_display_prompt;
}
static inline int creadline_is_command_mode(void) { return rl_get_keymap() == vi_movement_keymap; }
static inline int creadline_is_vi(void) { return rl_editing_mode == 0; }

static inline const char *creadline_line(void) { return rl_line_buffer; }
static inline int creadline_line_length(void) { return rl_end; }
static inline int creadline_point(void) { return rl_point; }
static inline void creadline_set_point(int point) { rl_point = point; }
static inline int creadline_is_searching(void) {
  return RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH) != 0;
}

static inline void creadline_ignore_prepare(int meta) { (void)meta; }
static inline void creadline_ignore_restore(void) {}

// From here on only the two calls below change the terminal's mode: readline would go back to the mode of a shell
// between two lines, and what is typed then would be echoed.
static inline void creadline_own_terminal(void) {
  rl_prep_term_function = creadline_ignore_prepare;
  rl_deprep_term_function = creadline_ignore_restore;
}
static inline void creadline_prepare_terminal(void) { rl_prep_terminal(1); }
static inline void creadline_restore_terminal(void) {
  // Behind C-d readline would put an empty row.
  rl_eof_found = 0;
  rl_deprep_terminal();
}

// Back behind the last entry, and without the line that the arrow keys would bring back there: what a new line begins
// with. (No header tells of it.)
extern void _rl_start_using_history(void);
static inline void creadline_leave_history(void) { _rl_start_using_history(); }
static inline int creadline_history_length(void) { return history_length; }
static inline int creadline_history_base(void) { return history_base; }

// Binds each key of the map that does `old` to `new`.
static inline void creadline_rebind(Keymap map, rl_command_func_t *old, rl_command_func_t *new_function) {
  char **keys = rl_invoking_keyseqs_in_map(old, map);
  if (keys == NULL) return;
  for (char **key = keys; *key != NULL; key++) {
    rl_bind_keyseq_in_map(*key, new_function, map);
    free(*key);
  }
  free(keys);
}
static inline void creadline_rebind_everywhere(rl_command_func_t *old, rl_command_func_t *new_function) {
  creadline_rebind(emacs_standard_keymap, old, new_function);
  creadline_rebind(emacs_meta_keymap, old, new_function);
  creadline_rebind(emacs_ctlx_keymap, old, new_function);
  creadline_rebind(vi_insertion_keymap, old, new_function);
  creadline_rebind(vi_movement_keymap, old, new_function);
}

// Binds keys where nothing else is bound to them, in Emacs mode and while vi mode inserts.
static inline void creadline_bind_where_free(const char *keys, rl_command_func_t *function) {
  rl_bind_keyseq_if_unbound_in_map(keys, function, emacs_standard_keymap);
  rl_bind_keyseq_if_unbound_in_map(keys, function, vi_insertion_keymap);
}

// Meta-Enter, unless a person's own setting has made something else of it than readline does.
static inline void creadline_bind_meta_enter(rl_command_func_t *function) {
  creadline_rebind(emacs_meta_keymap, rl_vi_editing_mode, function);
}

// Ends the line like Enter does, and draws nothing if it is empty.
static inline void creadline_accept_empty(int key) {
  rl_erase_empty_line = 1;
  rl_newline(1, key);
}

// Words end at blanks only; nothing quotes them; candidates are shown in the order given, all at once.
static inline void creadline_set_completion(rl_completion_func_t *complete) {
  rl_attempted_completion_function = complete;
  rl_completer_word_break_characters = " \t";
  rl_basic_quote_characters = "";
  rl_completer_quote_characters = "";
  rl_sort_completion_matches = 0;
  rl_completion_query_items = -1;
}
static inline void creadline_set_candidates_display(rl_compdisp_func_t *display) {
  rl_completion_display_matches_hook = display;
}
// No file names where there is no candidate.
static inline void creadline_end_completion(void) { rl_attempted_completion_over = 1; }

#endif
